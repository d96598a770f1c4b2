CREATE TABLE IF NOT EXISTS "articles" (
  "schema_version" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "url" TEXT,
  "title" TEXT,
  "publisher" TEXT,
  "published" TEXT,
  "published_evidence" TEXT,
  "language" TEXT,
  "sha256" TEXT NOT NULL,
  "text" TEXT,
  "provenance_plantwire" TEXT NOT NULL,
  "provenance_model" TEXT NOT NULL,
  "provenance_lexicons" TEXT NOT NULL,
  "provenance_weights" TEXT NOT NULL,
  PRIMARY KEY ("id")
);

CREATE TABLE IF NOT EXISTS "article_authors" (
  "article_id" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "author" TEXT NOT NULL,
  PRIMARY KEY ("article_id", "position"),
  FOREIGN KEY ("article_id") REFERENCES "articles" ("id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "plants" (
  "article_id" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "aggregate" BOOLEAN NOT NULL,
  "location_place" TEXT,
  "location_region" TEXT,
  "location_country" TEXT,
  "location_latitude" DOUBLE PRECISION,
  "location_longitude" DOUBLE PRECISION,
  "location_confidence" DOUBLE PRECISION NOT NULL,
  "technology" TEXT,
  "chp" BOOLEAN NOT NULL,
  "status_confidence" DOUBLE PRECISION,
  "status_value" TEXT,
  "confidence" DOUBLE PRECISION NOT NULL,
  PRIMARY KEY ("article_id", "id"),
  FOREIGN KEY ("article_id") REFERENCES "articles" ("id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "plant_aliases" (
  "article_id" TEXT NOT NULL,
  "plant_id" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "alias" TEXT NOT NULL,
  PRIMARY KEY ("article_id", "plant_id", "position"),
  FOREIGN KEY ("article_id", "plant_id") REFERENCES "plants" ("article_id", "id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "plant_members" (
  "article_id" TEXT NOT NULL,
  "plant_id" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "member" TEXT NOT NULL,
  PRIMARY KEY ("article_id", "plant_id", "position"),
  FOREIGN KEY ("article_id", "plant_id") REFERENCES "plants" ("article_id", "id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "plant_fuels" (
  "article_id" TEXT NOT NULL,
  "plant_id" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "fuel" TEXT NOT NULL,
  PRIMARY KEY ("article_id", "plant_id", "position"),
  FOREIGN KEY ("article_id", "plant_id") REFERENCES "plants" ("article_id", "id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "capacities" (
  "article_id" TEXT NOT NULL,
  "plant_id" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "confidence" DOUBLE PRECISION NOT NULL,
  "value" NUMERIC NOT NULL,
  "unit" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "count" BIGINT,
  "unit_value" NUMERIC,
  "normalized_value" NUMERIC NOT NULL,
  "normalized_unit" TEXT NOT NULL,
  "qualifier" TEXT NOT NULL,
  PRIMARY KEY ("article_id", "plant_id", "position"),
  FOREIGN KEY ("article_id", "plant_id") REFERENCES "plants" ("article_id", "id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "costs" (
  "article_id" TEXT NOT NULL,
  "plant_id" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "confidence" DOUBLE PRECISION NOT NULL,
  "amount" NUMERIC,
  "amount_min" NUMERIC,
  "amount_max" NUMERIC,
  "currency" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "superseded" BOOLEAN NOT NULL,
  "converted_from" BIGINT,
  "qualifier" TEXT NOT NULL,
  PRIMARY KEY ("article_id", "plant_id", "position"),
  FOREIGN KEY ("article_id", "plant_id") REFERENCES "plants" ("article_id", "id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "partners" (
  "article_id" TEXT NOT NULL,
  "plant_id" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "confidence" DOUBLE PRECISION NOT NULL,
  "name" TEXT NOT NULL,
  "role" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "share" DOUBLE PRECISION,
  "country" TEXT,
  PRIMARY KEY ("article_id", "plant_id", "position"),
  FOREIGN KEY ("article_id", "plant_id") REFERENCES "plants" ("article_id", "id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "partner_aliases" (
  "article_id" TEXT NOT NULL,
  "plant_id" TEXT NOT NULL,
  "partner_position" BIGINT NOT NULL,
  "position" BIGINT NOT NULL,
  "alias" TEXT NOT NULL,
  PRIMARY KEY ("article_id", "plant_id", "partner_position", "position"),
  FOREIGN KEY ("article_id", "plant_id", "partner_position") REFERENCES "partners" ("article_id", "plant_id", "position") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "dates" (
  "article_id" TEXT NOT NULL,
  "plant_id" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "confidence" DOUBLE PRECISION NOT NULL,
  "event" TEXT NOT NULL,
  "start_date" DATE NOT NULL,
  "end_date" DATE NOT NULL,
  "precision" TEXT NOT NULL,
  "edtf" TEXT NOT NULL,
  "qualifier" TEXT NOT NULL,
  "superseded" BOOLEAN NOT NULL,
  PRIMARY KEY ("article_id", "plant_id", "position"),
  FOREIGN KEY ("article_id", "plant_id") REFERENCES "plants" ("article_id", "id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "diagnostics" (
  "article_id" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "code" TEXT NOT NULL,
  "message" TEXT NOT NULL,
  PRIMARY KEY ("article_id", "position"),
  FOREIGN KEY ("article_id") REFERENCES "articles" ("id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "evidence" (
  "article_id" TEXT NOT NULL,
  "position" BIGINT NOT NULL,
  "plant_id" TEXT,
  "slot" TEXT NOT NULL,
  "entry" BIGINT,
  "start_char" BIGINT NOT NULL,
  "end_char" BIGINT NOT NULL,
  "text" TEXT NOT NULL,
  "rule" TEXT NOT NULL,
  PRIMARY KEY ("article_id", "position"),
  FOREIGN KEY ("article_id") REFERENCES "articles" ("id") ON DELETE CASCADE
);

CREATE VIEW "plant_summary" AS
SELECT p.article_id, p.id AS plant_id, p.name,
  p.location_country AS country, p.status_value AS status,
  (SELECT MAX(c.normalized_value) FROM capacities c
    WHERE c.article_id = p.article_id AND c.plant_id = p.id AND c.kind = 'electric') AS capacity_mw,
  (SELECT COALESCE(x.amount, x.amount_max) FROM costs x WHERE x.article_id = p.article_id AND x.plant_id = p.id AND NOT x.superseded AND x.kind = 'project' ORDER BY x.position LIMIT 1) AS cost,
  (SELECT x.currency FROM costs x WHERE x.article_id = p.article_id AND x.plant_id = p.id AND NOT x.superseded AND x.kind = 'project' ORDER BY x.position LIMIT 1) AS currency,
  (SELECT x.edtf FROM dates x WHERE x.article_id = p.article_id AND x.plant_id = p.id AND NOT x.superseded AND x.event = 'commissioning' ORDER BY x.position LIMIT 1) AS commissioning,
  a.published, a.title, a.url
FROM plants p JOIN articles a ON a.id = p.article_id;

COMMENT ON TABLE "articles" IS 'plantwire schema 1.0';
