"""The interface for agencies' own systems: `/api/agency/v1/`, JSON, one key for one agency (docs/agency-systems.md)."""

ROOT = "/api/agency/v1"
