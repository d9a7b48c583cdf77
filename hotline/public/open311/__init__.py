"""Open311 GeoReport v2, the reading side (https://wiki.open311.org/GeoReport_v2/): the publish rules hold here too."""
