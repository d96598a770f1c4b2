"""Outside yardsticks: figures other programs have published, measured again on data the user brings.

The data is never stored here. `core` scores, the others each read one form of gold, `__main__` runs them.
"""
