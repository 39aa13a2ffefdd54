// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/signalname.h"

#include <QtTest/QTest>

#include <csignal>

using namespace Qt::StringLiterals;

class SignalNameTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void names_data();
    void names();
    void differForAllSignals();
};

void SignalNameTest::names_data()
{
    QTest::addColumn<int>("signalNumber");
    QTest::addColumn<QString>("name");

    QTest::newRow("first") << SIGHUP << u"SIGHUP"_s;
    QTest::newRow("abort") << SIGABRT << u"SIGABRT"_s;
    QTest::newRow("kill") << SIGKILL << u"SIGKILL"_s;
    QTest::newRow("last that is not real-time") << SIGSYS << u"SIGSYS"_s;
    QTest::newRow("first real-time") << SIGRTMIN << u"SIGRTMIN"_s;
    QTest::newRow("second real-time") << SIGRTMIN + 1 << u"SIGRTMIN+1"_s;
    QTest::newRow("last real-time") << 64 << u"SIGRTMIN+%1"_s.arg(64 - SIGRTMIN);
    QTest::newRow("the C library's own") << 32 << u"32"_s;
    QTest::newRow("none") << 0 << u"0"_s;
    QTest::newRow("beyond the last") << 65 << u"65"_s;
    QTest::newRow("negative") << -1 << u"-1"_s;
}

void SignalNameTest::names()
{
    QFETCH(int, signalNumber);
    QTEST(Spawn::signalName(signalNumber), "name");
}

void SignalNameTest::differForAllSignals()
{
    QSet<QString> names;
    for (int i = 1; i <= 64; ++i)
        names.insert(Spawn::signalName(i));
    QCOMPARE(names.size(), 64);
}

QTEST_GUILESS_MAIN(SignalNameTest)
#include "tst_signalname.moc"
