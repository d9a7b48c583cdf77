"""Stage 5: the synthesis desk: accept results, one answer, reply, publish, correct."""
