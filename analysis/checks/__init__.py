"""Self-checks for the exercises of the notebooks: a module a lesson, a function an exercise.

Each takes a student's answer and the tables that it was made from, works out what is asked for from these tables, and
gives a `verdict.Verdict`, which says in a sentence what is right or what to look at again. The one exception is the
case that no answer stands there yet, which is no mistake.
"""
