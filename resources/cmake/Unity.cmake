# SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
# SPDX-License-Identifier: LGPL-3.0-or-later

# Compiles the files of a folder as one, which takes a quarter of the time: reading the headers and
# the templates is most of it. For a build from nothing; the price is that files of a folder must not
# have static names in common, and that one may live on what its neighbour includes. A build without
# it, and without precompiled headers, shows that.
option(ASYNCSPAWNER_UNITY "Compile the files of a folder as one" OFF)

# At the end of the target's CMakeLists.txt, when it has its sources.
function(asyncspawner_unity target)
    if(NOT ASYNCSPAWNER_UNITY)
        return()
    endif()
    get_target_property(sources ${target} SOURCES)
    list(FILTER sources INCLUDE REGEX "\\.cpp$")
    foreach(source IN LISTS sources)
        cmake_path(GET source PARENT_PATH folder)
        cmake_path(GET folder FILENAME folder)
        set_source_files_properties(${source} TARGET_DIRECTORY ${target}
            PROPERTIES UNITY_GROUP "in_${folder}"
        )
    endforeach()
    set_target_properties(${target} PROPERTIES
        UNITY_BUILD ON
        UNITY_BUILD_MODE GROUP
    )
endfunction()
