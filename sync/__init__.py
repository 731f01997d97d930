"""Change sets: the files in which replicas exchange their work, the keys that sign them, enrolment."""
