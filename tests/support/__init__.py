"""What tests of several rooms need: how long they run, and what is made or read once for all of them."""
