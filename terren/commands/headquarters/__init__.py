"""Commands of meetings and of headquarters: meeting, minutes, assess, cancel, decide, names, conflicts."""
