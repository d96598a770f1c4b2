"""How the encoder is trained: export (project environment), train and convert (PyTorch environment)."""
