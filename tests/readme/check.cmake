# SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
# SPDX-License-Identifier: LGPL-3.0-or-later

cmake_minimum_required(VERSION 3.25)

# What people read is what was compiled.
#   README has the text of PROGRAM as a block.
#   EXAMPLES has each example of a comment in HEADERS, and each block of C++ in GUIDES, line by line,
#   however far it is indented.

file(READ ${README} readme)
file(READ ${PROGRAM} program)
string(FIND "${readme}" "```cpp\n${program}```\n" position)
if(position EQUAL -1)
    message(FATAL_ERROR "${README} does not show ${PROGRAM} as it is")
endif()

function(without_indentation text out)
    string(REGEX REPLACE "\n +" "\n" text "${text}")
    set(${out} "${text}" PARENT_SCOPE)
endfunction()

set(examples "")
foreach(file IN LISTS EXAMPLES)
    file(READ ${file} text)
    string(APPEND examples "${text}")
endforeach()
without_indentation("${examples}" examples)

function(expect_example text file)
    without_indentation("${text}" text)
    string(FIND "${examples}" "${text}" position)
    if(position EQUAL -1)
        message(FATAL_ERROR "${EXAMPLES} does not have the example of ${file}:\n${text}")
    endif()
    math(EXPR count "${count} + 1")
    set(count ${count} PARENT_SCOPE)
endfunction()

set(count 0)
foreach(header IN LISTS HEADERS)
    file(READ ${header} text)
    # An example is what a comment indents by two spaces more. One at a time, and what is left of
    # the text: its semicolons would part a list.
    while(text MATCHES "(\n//   [^\n]*)+")
        set(example "${CMAKE_MATCH_0}\n")
        string(FIND "${text}" "${example}" position)
        string(LENGTH "${example}" length)
        math(EXPR position "${position} + ${length}")
        string(SUBSTRING "${text}" ${position} -1 text)
        string(REPLACE "\n//   " "\n" example "${example}")
        expect_example("${example}" ${header})
    endwhile()
endforeach()
if(count LESS 5)
    message(FATAL_ERROR "only ${count} examples were found")
endif()
message(STATUS "${count} examples")

set(count 0)
foreach(guide IN LISTS GUIDES)
    file(READ ${guide} text)
    while(TRUE)
        string(FIND "${text}" "\n```cpp\n" begin)
        if(begin EQUAL -1)
            break()
        endif()
        math(EXPR begin "${begin} + 7")
        string(SUBSTRING "${text}" ${begin} -1 text)
        string(FIND "${text}" "\n```\n" end)
        math(EXPR end "${end} + 1")
        string(SUBSTRING "${text}" 0 ${end} example)
        string(SUBSTRING "${text}" ${end} -1 text)
        expect_example("${example}" ${guide})
    endwhile()
endforeach()
if(count LESS 20)
    message(FATAL_ERROR "only ${count} examples were found in guides")
endif()
message(STATUS "${count} examples in guides")
