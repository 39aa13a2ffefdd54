// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/openflags.h"

#include <QtTest/QTest>

#include <fcntl.h>

class OpenFlagsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void translatesModes_data();
    void translatesModes();
};

void OpenFlagsTest::translatesModes_data()
{
    QTest::addColumn<QIODevice::OpenMode>("mode");
    QTest::addColumn<int>("flags");
    using Mode = QIODevice::OpenMode;

    QTest::newRow("write and truncate")
        << Mode(QIODevice::WriteOnly | QIODevice::Truncate) << (O_WRONLY | O_CREAT | O_TRUNC);
    QTest::newRow("write alone truncates")
        << Mode(QIODevice::WriteOnly) << (O_WRONLY | O_CREAT | O_TRUNC);
    QTest::newRow("append") << Mode(QIODevice::WriteOnly | QIODevice::Append)
                            << (O_WRONLY | O_CREAT | O_APPEND);
    QTest::newRow("append alone writes")
        << Mode(QIODevice::Append) << (O_WRONLY | O_CREAT | O_APPEND);
    QTest::newRow("append to an emptied file") << Mode(QIODevice::Append | QIODevice::Truncate)
                                               << (O_WRONLY | O_CREAT | O_APPEND | O_TRUNC);
    QTest::newRow("read and write keeps") << Mode(QIODevice::ReadWrite) << (O_RDWR | O_CREAT);
    QTest::newRow("read, write and truncate")
        << Mode(QIODevice::ReadWrite | QIODevice::Truncate) << (O_RDWR | O_CREAT | O_TRUNC);
    QTest::newRow("only a new file")
        << Mode(QIODevice::WriteOnly | QIODevice::NewOnly) << (O_WRONLY | O_CREAT | O_EXCL);
    QTest::newRow("only an existing file")
        << Mode(QIODevice::WriteOnly | QIODevice::ExistingOnly) << (O_WRONLY | O_TRUNC);
    QTest::newRow("text and buffering mean nothing")
        << Mode(QIODevice::Append | QIODevice::Text | QIODevice::Unbuffered)
        << (O_WRONLY | O_CREAT | O_APPEND);
}

void OpenFlagsTest::translatesModes()
{
    QFETCH(QIODevice::OpenMode, mode);
    QTEST(Spawn::openFlags(mode), "flags");
}

QTEST_GUILESS_MAIN(OpenFlagsTest)
#include "tst_openflags.moc"
