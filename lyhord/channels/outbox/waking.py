NOTIFY_CHANNEL = "lyhord_delivery"
