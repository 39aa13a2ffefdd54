# SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
# SPDX-License-Identifier: LGPL-3.0-or-later

# What every target of ours is built with. Linked PRIVATE: a user of the library gets none of it.
add_library(asyncspawner_flags INTERFACE)
target_compile_features(asyncspawner_flags INTERFACE cxx_std_20)
target_compile_options(asyncspawner_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow)
target_include_directories(asyncspawner_flags INTERFACE ${PROJECT_SOURCE_DIR}/lib)
target_compile_definitions(asyncspawner_flags INTERFACE ASYNCSPAWNER_BUILD_ID="${PROJECT_VERSION}")

# The same for what is written with Qt.
add_library(asyncspawner_qt_flags INTERFACE)
target_link_libraries(asyncspawner_qt_flags INTERFACE asyncspawner_flags)
target_compile_definitions(asyncspawner_qt_flags INTERFACE
    QT_DISABLE_DEPRECATED_BEFORE=0x060400
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_CAST_TO_ASCII
    QT_NO_FOREACH
    QT_NO_KEYWORDS
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_NO_URL_CAST_FROM_STRING
)

add_library(asyncspawner_sanitizer INTERFACE)
if(ASYNCSPAWNER_SANITIZER STREQUAL "address")
    # Without vptr: it looks at memory through a pipe of its own, and takes a process that has run out
    # of descriptors, which is what some tests are about, for one with a broken object.
    set(undefined -fsanitize=undefined -fno-sanitize=vptr -fno-sanitize-recover=undefined)
    # The tests' own code is built for quick building (ASYNCSPAWNER_TEST is set on a test).
    set(sanitizer -fsanitize=address -fno-omit-frame-pointer
        "$<$<NOT:$<BOOL:$<TARGET_PROPERTY:ASYNCSPAWNER_TEST>>>:${undefined}>")
    target_link_options(asyncspawner_sanitizer INTERFACE -fsanitize=undefined)
elseif(ASYNCSPAWNER_SANITIZER STREQUAL "thread")
    set(sanitizer -fsanitize=thread)
elseif(NOT ASYNCSPAWNER_SANITIZER STREQUAL "")
    message(FATAL_ERROR "ASYNCSPAWNER_SANITIZER is empty, address or thread")
endif()
if(ASYNCSPAWNER_FUZZ)
    list(APPEND sanitizer -fsanitize=fuzzer-no-link)
endif()
target_compile_options(asyncspawner_sanitizer INTERFACE ${sanitizer})
target_link_options(asyncspawner_sanitizer INTERFACE ${sanitizer})
