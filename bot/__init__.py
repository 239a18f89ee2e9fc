"""WHO IS CALLED WHEN: the doors, the timetable and the wiring. Nobody imports this package."""
