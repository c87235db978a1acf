"""The parts of the grounding checker: reading, aligning, finding facts, weighing them."""
