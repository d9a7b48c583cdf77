"""Page furniture: base pages, components, style sheets, template tags. It knows nothing of the hotline's domain."""
