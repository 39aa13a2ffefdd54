# SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
# SPDX-License-Identifier: LGPL-3.0-or-later

# Nothing installed names its prefix except as a last resort: a prefix may be moved. The components
# are what Debian makes packages of.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/AsyncSpawner)
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
set(generated_dir ${PROJECT_BINARY_DIR}/generated)

install(TARGETS AsyncSpawner
    EXPORT AsyncSpawnerTargets
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        COMPONENT library
        NAMELINK_COMPONENT development
    FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/asyncspawner
        COMPONENT development
)
install(TARGETS asyncspawner-helper
    DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}
    COMPONENT helper
)
install(PROGRAMS helper/jobhost/jobhost.js
    DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}
    RENAME asyncspawner-jobhost.js
    COMPONENT helper
)
install(FILES resources/man/asyncspawner.7
    DESTINATION ${CMAKE_INSTALL_MANDIR}/man7
    COMPONENT helper
)
install(FILES resources/man/asyncspawner-helper.8
    DESTINATION ${CMAKE_INSTALL_MANDIR}/man8
    COMPONENT helper
)
if(ASYNCSPAWNER_BUILD_JOBHOST)
    install(TARGETS asyncspawner-jobhost
        DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}
        COMPONENT jobhost
    )
    install(FILES resources/man/asyncspawner-jobhost.1
        DESTINATION ${CMAKE_INSTALL_MANDIR}/man1
        COMPONENT jobhost
    )
endif()
if(ASYNCSPAWNER_BUILD_MONITOR)
    install(TARGETS spawn-monitor
        DESTINATION ${CMAKE_INSTALL_BINDIR}
        COMPONENT monitor
    )
    set(monitor_id org.asyncspawner.SpawnMonitor)
    install(FILES monitor-app/share/${monitor_id}.desktop
        DESTINATION ${CMAKE_INSTALL_DATADIR}/applications
        COMPONENT monitor
    )
    install(FILES monitor-app/share/${monitor_id}.svg
        DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps
        COMPONENT monitor
    )
    install(FILES monitor-app/share/${monitor_id}.metainfo.xml
        DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo
        COMPONENT monitor
    )
    install(FILES monitor-app/share/spawn-monitor.1
        DESTINATION ${CMAKE_INSTALL_MANDIR}/man1
        COMPONENT monitor
    )
endif()

install(EXPORT AsyncSpawnerTargets
    NAMESPACE AsyncSpawner::
    DESTINATION ${package_dir}
    COMPONENT development
)
configure_package_config_file(resources/cmake/AsyncSpawnerConfig.cmake.in
    ${generated_dir}/AsyncSpawnerConfig.cmake
    INSTALL_DESTINATION ${package_dir}
)
write_basic_package_version_file(${generated_dir}/AsyncSpawnerConfigVersion.cmake
    COMPATIBILITY SameMinorVersion
)
install(
    FILES
        ${generated_dir}/AsyncSpawnerConfig.cmake
        ${generated_dir}/AsyncSpawnerConfigVersion.cmake
    DESTINATION ${package_dir}
    COMPONENT development
)

cmake_path(APPEND CMAKE_INSTALL_FULL_LIBDIR pkgconfig OUTPUT_VARIABLE pkgconfig_full_dir)
cmake_path(RELATIVE_PATH CMAKE_INSTALL_FULL_LIBDIR
    BASE_DIRECTORY ${pkgconfig_full_dir}
    OUTPUT_VARIABLE pkgconfig_to_lib
)
cmake_path(RELATIVE_PATH CMAKE_INSTALL_FULL_INCLUDEDIR
    BASE_DIRECTORY ${pkgconfig_full_dir}
    OUTPUT_VARIABLE pkgconfig_to_include
)
configure_file(resources/cmake/asyncspawner.pc.in ${generated_dir}/asyncspawner.pc @ONLY)
install(FILES ${generated_dir}/asyncspawner.pc
    DESTINATION ${pkgconfig_dir}
    COMPONENT development
)
