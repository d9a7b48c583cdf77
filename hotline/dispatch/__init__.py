"""Stage 3, hand over: agencies' own systems take their work by an interface, are told by signed webhooks, or speak Open311."""
