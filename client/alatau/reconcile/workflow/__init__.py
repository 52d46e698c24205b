"""What people decide: cases, resolutions, runs, closings, and the rules for them."""
