"""The dispatch desk 派遣台: what its people see, hold in view and do many at once."""
