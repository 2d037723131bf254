#!/usr/bin/env bash
# Steps of a check: each one runs even when an earlier one failed, tells its time, and the end tells all that failed.
# Sourced by bash scripts: step NAME COMMAND…; beside NAME COMMAND… runs meanwhile; joined shows those; finish ends.
passed=0
failed=()
beside_dir=$(mktemp -d)
beside_names=()
trap 'rm -rf "$beside_dir"' EXIT

headline() { printf '\n── %s\n' "$1"; }

# verdict NAME CODE SECONDS
verdict() {
  if [ "$2" -eq 0 ]; then
    passed=$((passed + 1))
    printf '   ok: %s (%d s)\n' "$1" "$3"
  else
    failed+=("$1")
    printf '   FAILED: %s (%d s, exit code %d)\n' "$1" "$3" "$2"
  fi
}

step() {
  local name=$1 begin=$SECONDS code=0
  shift
  headline "$name"
  "$@" || code=$?
  verdict "$name" "$code" $((SECONDS - begin))
  return "$code"
}

beside() {
  local name=$1 slot=${#beside_names[@]}
  shift
  beside_names+=("$name")
  {
    local begin=$SECONDS code=0
    "$@" >"$beside_dir/$slot.log" 2>&1 </dev/null || code=$?
    echo "$code $((SECONDS - begin))" >"$beside_dir/$slot.end"
  } &
}

joined() {
  wait
  local slot code seconds
  for slot in "${!beside_names[@]}"; do
    headline "${beside_names[$slot]}"
    cat "$beside_dir/$slot.log"
    read -r code seconds <"$beside_dir/$slot.end"
    verdict "${beside_names[$slot]}" "$code" "$seconds"
  done
  beside_names=()
}

finish() {
  printf '\n'
  if [ "${#failed[@]}" -gt 0 ]; then
    printf 'failed: %s\n' "${failed[@]}"
  fi
  printf '%d passed, %d failed\n' "$passed" "${#failed[@]}"
  [ "${#failed[@]}" -eq 0 ]
}
