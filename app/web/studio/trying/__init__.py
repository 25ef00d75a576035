"""Trials in a hall of paper, scenarios, replays."""
