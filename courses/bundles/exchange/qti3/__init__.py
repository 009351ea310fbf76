"""QTI 3.0 out; what comes in is read by the other, whatever its version."""
