// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/processstate.h"
#include "monitorrun.h"

#include <QtTest/QtTest>

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include <csignal>

class RunInterruptTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { speakUtf8(); }
    void theFirstCancelsAll_data();
    void theFirstCancelsAll();
    void theSecondKills();
};

static QByteArray contents(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void RunInterruptTest::theFirstCancelsAll_data()
{
    QTest::addColumn<int>("signalNumber");
    QTest::addColumn<QString>("name");
    QTest::newRow("SIGINT") << SIGINT << u"SIGINT"_qs;
    QTest::newRow("SIGTERM") << SIGTERM << u"SIGTERM"_qs;
}

void RunInterruptTest::theFirstCancelsAll()
{
    QFETCH(int, signalNumber);
    QFETCH(QString, name);
    const QTemporaryDir dir;
    const QString pidFile = dir.filePath(u"pid"_qs);

    QProcess process;
    process.start(QStringLiteral(MONITOR_PROGRAM), {u"run"_qs, u"-j1"_qs, u"--json"_qs});
    process.write("true\nsh -c 'echo $$ > " + pidFile.toUtf8() + "; exec sleep 300'\n"
                  + QByteArray("true\n").repeated(50));
    process.closeWriteChannel();
    QTRY_VERIFY_WITH_TIMEOUT(contents(pidFile).endsWith('\n'), PatienceMs);
    ::kill(pid_t(process.processId()), signalNumber);

    const MonitorRun run = finished(process);
    QCOMPARE(run.exitStatus, 128 + signalNumber);
    const QList<QJsonObject> objects = run.objects();
    QCOMPARE(objects.size(), 53);
    int cancelled = 0;
    for (const QJsonObject &object : objects) {
        if (object[u"state"_qs] == u"cancelled"_qs)
            ++cancelled;
        if (object[u"line"_qs] == 2)
            QVERIFY(object[u"processId"_qs].isDouble());
        else if (object[u"line"_qs].toInt() > 2)
            QVERIFY(object[u"processId"_qs].isNull());
    }
    QCOMPARE(cancelled, 51);
    QCOMPARE(objects.last()[u"summary"_qs][u"interrupted"_qs].toString(), name);
    const qint64 pid = contents(pidFile).trimmed().toLongLong();
    QTRY_VERIFY(!isAlive(pid));
}

void RunInterruptTest::theSecondKills()
{
    // The first one alone ends such a command as well, two seconds later. So the clock decides, and
    // one quick run of several is enough on a machine that has other things to do.
    for (int attempt = 0; attempt < 5; ++attempt) {
        const QTemporaryDir dir;
        const QString ready = dir.filePath(u"ready"_qs);
        const QString terminated = dir.filePath(u"terminated"_qs);
        QProcess process;
        process.start(QStringLiteral(MONITOR_PROGRAM), {u"run"_qs, u"--json"_qs});
        process.write("sh -c 'trap \"echo > " + terminated.toUtf8() + "\" TERM; echo > "
                      + ready.toUtf8() + "; while :; do sleep 0.1; done'\n");
        process.closeWriteChannel();
        QTRY_VERIFY_WITH_TIMEOUT(contents(ready) == "\n", PatienceMs);
        ::kill(pid_t(process.processId()), SIGINT);
        QTRY_VERIFY_WITH_TIMEOUT(contents(terminated) == "\n", PatienceMs);
        QElapsedTimer sinceTheFirst;
        sinceTheFirst.start();
        ::kill(pid_t(process.processId()), SIGINT);

        const MonitorRun run = finished(process);
        QCOMPARE(run.exitStatus, 130);
        const QList<QJsonObject> objects = run.objects();
        QCOMPARE(objects.size(), 2);
        QCOMPARE(objects[0][u"state"_qs].toString(), u"cancelled"_qs);
        QCOMPARE(objects[0][u"signal"_qs].toString(), u"SIGKILL"_qs);
        if (sinceTheFirst.elapsed() < 1500)
            return;
    }
    QFAIL("the second signal did not end the command before the kill delay did");
}

QTEST_GUILESS_MAIN(RunInterruptTest)
#include "tst_runinterrupt.moc"
