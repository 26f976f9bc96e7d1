"""The photo library: taking pictures in, making what readers get of them, and letting nothing slip out.

Nothing is imported here on purpose: `darkroom` is run as a program of its own, without Django.
"""
