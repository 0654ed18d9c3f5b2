"""The only room that speaks SQL. Records go in and come out; nothing of a session leaves."""
