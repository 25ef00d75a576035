"""The BPMN library, taught our ways: its tasks, timers, events, loops and joins as they run here."""
