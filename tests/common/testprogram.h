// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtTest/QTest>

#include <string_view>

// A test of a program that is made of several: tst_<name>.cpp is run by the name.
class ProgramTest final
{
public:
    using Main = int (*)(int argc, char *argv[]);

    ProgramTest(std::string_view file, Main main);
    ProgramTest(const ProgramTest &) = delete;
    ProgramTest &operator=(const ProgramTest &) = delete;

    static const ProgramTest *find(std::string_view name);
    int run(int argc, char *argv[]) const { return m_main(argc, argv); }

private:
    static const ProgramTest *s_last;

    const std::string_view m_file;
    const Main m_main;
    const ProgramTest *const m_previous;
};

// QTEST_MAIN and the others, which are made of this, then name a function instead of main().
#undef QTEST_MAIN_WRAPPER
#define QTEST_MAIN_WRAPPER(TestObject, ...)                                                        \
    static const ProgramTest programTestOf##TestObject(                                            \
        __FILE__, [](int argc, char *argv[]) -> int {                                              \
            QTest::Internal::callInitMain<TestObject>();                                           \
            __VA_ARGS__                                                                            \
            TestObject test;                                                                       \
            QTEST_SET_MAIN_SOURCE_PATH                                                             \
            return QTest::qExec(&test, argc, argv);                                                \
        });

// A name of another file is none that is hidden by mistake.
#pragma GCC diagnostic ignored "-Wshadow"
