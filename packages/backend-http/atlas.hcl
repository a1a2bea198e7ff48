# Settings for the Atlas Community CLI. Run it in this folder: atlas migrate validate --env local
env "local" {
  url = getenv("DATABASE_URL")
  dev = getenv("ATLAS_DEV_URL")
  src = "file://schemas"

  migration {
    dir = "file://migrations"
    # Each package keeps its own history, since Atlas keys a history by version alone.
    revisions_schema = "atlas_backend_http"
  }
}
