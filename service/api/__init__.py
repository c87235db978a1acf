"""HTTP: one file per noun, schema in, schema out."""
