#!/bin/sh
# What succeeded is not done again while nothing has changed since, as Go does it with tests. Sourced at the root of the house.
stamps=$PWD/.cache/done # a file for each task that succeeded, with the digest of what it was done to

# sources LEFT_OUT PLACE…: the digest of all files below the places and of the languages that read them. Folders with a name in LEFT_OUT do not count, nor
# does what is fetched, built or kept, or what the bundler lays down for a moment.
sources() {
  without='-name .git -o -name .cache -o -name .run -o -name bin -o -name node_modules -o -name built -o -name shots'
  for name in $1; do without="$without -o -name $name"; done
  shift
  list=$(mktemp)
  # shellcheck disable=SC2086 # several words
  find "$@" -type d \( $without \) -prune -o -type f ! -name '*.timestamp-*' -print0 >"$list" || exit 1
  digest=$(LC_ALL=C sort -z "$list" | xargs -0 sha256sum | sha256sum)
  rm "$list"
  echo "$digest $(node --version) $(go env GOVERSION)"
}

# unchanged TASK DIGEST
unchanged() { [ "$(cat "$stamps/$1" 2>/dev/null)" = "$2" ]; }

# succeeded TASK DIGEST
succeeded() {
  mkdir -p "$stamps"
  echo "$2" >"$stamps/$1"
}
