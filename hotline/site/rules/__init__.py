"""The administrator's pages of deadlines: every rule with its versions, and a later version added with its paper."""
