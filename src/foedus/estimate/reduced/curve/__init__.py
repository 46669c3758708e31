"""Specification curve: the same question under every defensible choice, and what moves the answer.

After Simonsohn, Simmons and Nelson (2020, Nature Human Behaviour 4: 1208-1214): the choices that
could each be defended, all made, all shown. Their third step, joint inference by resampling under
the null, is not made: see `foedus.estimate.reduced.curve.summary` for what is said instead.
"""
