"""What a GeoReport v2 client sends and is answered (https://wiki.open311.org/GeoReport_v2/#post-service-request)."""
