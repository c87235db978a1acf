"""The embedding network as a graph without weights, and the script that writes it."""
