# SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
# SPDX-License-Identifier: LGPL-3.0-or-later

# The target doc writes the reference of the installed headers, and the guides, to doc/html. Every
# page in resources/doc is one of them.
get_target_property(reference_headers AsyncSpawner HEADER_SET)
list(FILTER reference_headers INCLUDE REGEX "\\.h$") # those without only forward
file(GLOB reference_pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/resources/doc/*.md)
set(reference_filters
    ${PROJECT_SOURCE_DIR}/resources/doc/reference.awk
    ${PROJECT_SOURCE_DIR}/resources/doc/pages.awk
)
set(ASYNCSPAWNER_DOXYFILE ${PROJECT_BINARY_DIR}/Doxyfile)

list(JOIN reference_pages "\" \\\n    \"" pages)
list(JOIN reference_headers "\" \\\n    \"" headers)
set(reference_input "\"${pages}\" \\\n    \"${headers}\"")
configure_file(resources/doc/Doxyfile.in ${ASYNCSPAWNER_DOXYFILE} @ONLY)

add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/doc/html/index.html
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${PROJECT_BINARY_DIR}/doc
    COMMAND doxygen ${ASYNCSPAWNER_DOXYFILE}
    DEPENDS ${ASYNCSPAWNER_DOXYFILE} ${reference_filters} ${reference_pages} ${reference_headers}
    COMMENT "Writing the reference"
    VERBATIM
)
add_custom_target(doc DEPENDS ${PROJECT_BINARY_DIR}/doc/html/index.html)
