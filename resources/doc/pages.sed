# SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
# SPDX-License-Identifier: LGPL-3.0-or-later

# sed -f pages.sed PAGE
#
# Writes a page as doxygen wants to read it: its title comes first, and a test's function, as in
# "helper/start::refusesToStartByHand", is no link.
1,/^-->/ {
    /^<!--/,/^-->/d
}
s,\([a-z]/[a-z]*\)::,\1\\::,g
