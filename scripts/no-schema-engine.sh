#!/bin/sh
# Stands where Prisma would download its schema engine. Migrations are applied by lib/db.
echo "prisma schema engine is not used here: migrations are applied by lib/db at start" >&2
exit 101
