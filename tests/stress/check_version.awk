# Checks one version of the document of readers_and_writers.sh: awk -f check_version.awk BASE BEFORE NOW.
# All lines must be those of BASE, except that slots may hold a newer number than in BEFORE. Prints what is wrong.

FNR == 1 { part++ }
part == 1 { base[FNR] = $0; base_lines = FNR; next }
part == 2 { if (is_slot($0)) before[FNR] = number_of($0); next }
{
  lines = FNR
  if ($0 == base[FNR]) {
    if (is_slot($0) && before[FNR] > 0) complain("slot went back to 0 from " before[FNR])
  } else if (!is_slot(base[FNR]) || !is_slot($0) || key_of($0) != key_of(base[FNR])) {
    complain("torn: \"" $0 "\"")
  } else if (!proves_itself($0)) {
    complain("torn value: \"" $0 "\"")
  } else if (number_of($0) < before[FNR]) {
    complain("went back from " before[FNR] " to " number_of($0))
  }
}
END {
  if (lines != base_lines) complain("torn: " lines + 0 " lines instead of " base_lines)
  exit complaints > 0
}

function complain(text) {
  print text
  complaints++
}

function is_slot(line) {
  return line ~ /^slot_[0-9]+ = "[0-9:]+" # slot [0-9]+$/
}

function key_of(line) {
  return substr(line, 1, index(line, " ") - 1)
}

function payload_of(line, quoted) {
  split(line, quoted, "\"")
  return quoted[2]
}

function number_of(line) {
  return payload_of(line) + 0
}

function proves_itself(line, parts, count, i) {
  count = split(payload_of(line), parts, ":")
  if (count != 16) return 0
  for (i = 2; i <= count; i++) if (parts[i] != parts[1]) return 0
  return 1
}
