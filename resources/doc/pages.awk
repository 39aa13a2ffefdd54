# SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
# SPDX-License-Identifier: LGPL-3.0-or-later

# awk -f pages.awk PAGE
#
# Writes a page as doxygen wants to read it: its title comes first; a test's function, as in
# "helper/start::refusesToStartByHand", is no link; and what stands in backquotes may have a quote in
# it, which for doxygen would be the end of it.

# A comment of the page's own is above its title.
NR == 1 && /^<!--/ { inComment = 1 }
inComment {
    if (/-->/)
        inComment = 0
    next
}

/^```/ { inBlock = !inBlock }

inBlock || /^    / {
    print
    next
}

{
    # Every second part is between backquotes.
    count = split($0, parts, "`")
    line = parts[1]
    for (i = 2; i <= count; ++i) {
        mark = "`"
        if (parts[i % 2 ? i - 1 : i] ~ /'/)
            mark = "``"
        line = line mark parts[i]
    }
    while (match(line, /[a-z]\/[a-z]+::/))
        line = substr(line, 1, RSTART + RLENGTH - 3) "\\::" substr(line, RSTART + RLENGTH)
    print line
}
