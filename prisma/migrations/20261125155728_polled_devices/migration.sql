-- CreateTable
CREATE TABLE "device" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "intervalSeconds" INTEGER NOT NULL,
    "profile" TEXT,
    "polledBy" TEXT NOT NULL,
    "feed" TEXT,
    "rackId" TEXT,
    "positionU" INTEGER,
    "heightU" INTEGER NOT NULL DEFAULT 1,
    "access" JSONB NOT NULL,
    "sealed" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "device_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "device_name_key" ON "device"("name");

-- CreateIndex
CREATE INDEX "device_polledBy_idx" ON "device"("polledBy");

-- CreateIndex
CREATE INDEX "device_rackId_idx" ON "device"("rackId");

-- AddForeignKey
ALTER TABLE "device" ADD CONSTRAINT "device_rackId_fkey" FOREIGN KEY ("rackId") REFERENCES "rack"("id") ON DELETE SET NULL ON UPDATE CASCADE;
