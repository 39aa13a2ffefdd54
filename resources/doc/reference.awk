# SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
# SPDX-License-Identifier: LGPL-3.0-or-later

# awk -f reference.awk HEADER
#
# Writes a header as doxygen wants to read it: a comment before a declaration, or behind one on its
# line, is one of the reference. What a comment indents by two more is an example. Everything else is
# text, and no command or tag of doxygen's.

function literal(text)
{
    gsub(/[\\@&<>#%$]/, "\\\\&", text)
    return text
}

# The comment that was read last, before what it belongs to.
function writeComment(    i, text, example)
{
    for (i = 1; i <= commentLines; ++i) {
        text = comment[i]
        sub(/^ *\/\/ ?/, "", text)
        if (text ~ /^  /) {
            if (!example)
                print indentation "/// \\code{.cpp}"
            example = 1
            print indentation "/// " substr(text, 3)
            continue
        }
        if (example && text == "" && comment[i + 1] ~ /^ *\/\/   /) {
            print indentation "///"
            continue
        }
        if (example)
            print indentation "/// \\endcode"
        example = 0
        print indentation "/// " literal(text)
    }
    if (example)
        print indentation "/// \\endcode"
}

# What a declaration is about: maxUseCount() and setMaxUseCount() are about the same.
function subject(line)
{
    if (!match(line, /[A-Za-z_0-9]+\(/))
        return ""
    line = tolower(substr(line, RSTART, RLENGTH - 1))
    sub(/^(set|is)/, "", line)
    return line
}

/^ *\/\// {
    if (!inComment)
        commentLines = 0
    inComment = 1
    comment[++commentLines] = $0
    comment[commentLines + 1] = ""
    match($0, /^ */)
    indentation = substr($0, 1, RLENGTH)
    next
}

{
    if (inComment) {
        inComment = 0
        about = ""
        if (comment[1] ~ /SPDX-/ || $0 == "") {
            for (i = 1; i <= commentLines; ++i)
                print comment[i]
        } else {
            if (/^(namespace|#)/)
                print "/// \\file"
            writeComment()
            about = subject($0)
        }
    } else if ($0 == "") {
        about = ""
    } else if (about != "" && subject($0) == about) {
        # A getter and its setter, or overloads, share a comment.
        writeComment()
    }
    if (/[^ ] +\/\/ / && !/^}/ && !/^#/) {
        match($0, / +\/\/ /)
        print substr($0, 1, RSTART - 1) " ///< " literal(substr($0, RSTART + RLENGTH))
    } else {
        print
    }
}
