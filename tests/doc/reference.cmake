# SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
# SPDX-License-Identifier: LGPL-3.0-or-later

cmake_minimum_required(VERSION 3.25)

# cmake -DDOXYFILE=<file> -DOUTPUT=<folder> -P reference.cmake
#
# Writes the reference, and looks whether it has what it is for: the examples of the comments as
# code, the text of comments before and behind a declaration, and nothing of the inside.

file(READ ${DOXYFILE} configuration)
file(WRITE ${OUTPUT}/Doxyfile "${configuration}\nOUTPUT_DIRECTORY = ${OUTPUT}\n")
file(REMOVE_RECURSE ${OUTPUT}/html)
execute_process(COMMAND doxygen ${OUTPUT}/Doxyfile
    ERROR_VARIABLE error
    RESULT_VARIABLE result
)
if(NOT result EQUAL 0 OR NOT error STREQUAL "")
    message(FATAL_ERROR "doxygen: ${result}\n${error}")
endif()

function(expect page pattern)
    file(READ ${OUTPUT}/html/${page} text)
    if(NOT text MATCHES "${pattern}")
        message(FATAL_ERROR "${page} does not have \"${pattern}\"")
    endif()
endfunction()

expect(classSpawn_1_1Command.html "<div class=\"line\">.*setWorkingDirectory.*<h2 class=\"groupheader\">Member")
expect(classSpawn_1_1Command.html "argv\\[0\\] is the program\\.")
expect(classSpawn_1_1Command.html "reads end of file")
expect(classSpawn_1_1JobRunner.html "<div class=\"line\">.*resize\\.js")
expect(index.html "md_resources_doc_workers\\.html")

# What doxygen has lost its way in shows its own marks.
file(GLOB pages ${OUTPUT}/html/*.html)
foreach(page IN LISTS pages)
    file(READ ${page} text)
    if(text MATCHES "ilinebr|&lt;/td")
        message(FATAL_ERROR "${page} has a table that was not understood")
    endif()
endforeach()

file(GLOB pages RELATIVE ${OUTPUT}/html ${OUTPUT}/html/classSpawn*.html ${OUTPUT}/html/structSpawn*.html)
list(FILTER pages INCLUDE REGEX "Private|Engine|Wire|Supervisor|Mailbox|Ledger|Scheduler")
if(pages)
    message(FATAL_ERROR "these are of the inside: ${pages}")
endif()
