"""Scored choices: readable features, learned weights, calibrated probabilities."""
