"""What is kept: the only SQL, and Chroma beside it."""
