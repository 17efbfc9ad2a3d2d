"""What carries the compiled week: where numbers lie, how text is compiled and kept, how runs become lanes of blocks."""
