-- CreateTable
CREATE TABLE "token_host" (
    "tokenId" TEXT NOT NULL,
    "host" TEXT,
    "boundAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "token_host_pkey" PRIMARY KEY ("tokenId")
);

-- CreateIndex
CREATE UNIQUE INDEX "token_host_host_key" ON "token_host"("host");
