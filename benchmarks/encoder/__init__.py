"""How the encoder is trained: export the articles (project environment), train and convert (PyTorch environment)."""
