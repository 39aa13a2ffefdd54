// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resultjson.h"

#include <QtTest/QtTest>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <csignal>

using namespace std::chrono_literals;
using Spawn::CommandOutcome;
using Spawn::CommandResult;

class ResultJsonTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsAllOfACommand();
    void tellsWhyItDidNotStart();
    void isExactAboutBytes();
    void givesTheOutput();
    void givesLastWordsOfThoseThatFailed();
    void summary();
};

static QJsonObject parsed(const QByteArray &line)
{
    // One line, whatever is in it.
    if (line.count('\n') != 1 || !line.endsWith('\n'))
        return {};
    return QJsonDocument::fromJson(line).object();
}

static QJsonObject parsed(const CommandOutcome &outcome, bool withOutput = false)
{
    return parsed(Spawn::outcomeJson(outcome, withOutput));
}

void ResultJsonTest::tellsAllOfACommand()
{
    CommandOutcome outcome;
    outcome.id = 4;
    outcome.line = 7;
    outcome.argv = {"echo", "größe\n"};
    outcome.result.exitCode = 0;
    outcome.result.processId = 1234;
    outcome.result.queued = 1500us;
    outcome.result.elapsed = 2s;
    outcome.result.usage.userTime = 10ms;
    outcome.result.usage.systemTime = 20ms;
    outcome.result.usage.peakMemory = 4096;
    QCOMPARE(parsed(outcome),
             (QJsonObject{{u"id"_qs, 4},
                          {u"line"_qs, 7},
                          {u"argv"_qs, QJsonArray{u"echo"_qs, u"größe\n"_qs}},
                          {u"state"_qs, u"succeeded"_qs},
                          {u"exitCode"_qs, 0},
                          {u"signal"_qs, QJsonValue::Null},
                          {u"error"_qs, QJsonValue::Null},
                          {u"stage"_qs, QJsonValue::Null},
                          {u"errno"_qs, QJsonValue::Null},
                          {u"processId"_qs, 1234},
                          {u"queuedMs"_qs, 1.5},
                          {u"elapsedMs"_qs, 2000},
                          {u"userMs"_qs, 10},
                          {u"systemMs"_qs, 20},
                          {u"peakMemory"_qs, 4096}}));
}

void ResultJsonTest::tellsWhyItDidNotStart()
{
    CommandOutcome outcome;
    outcome.argv = {"nothing"};
    outcome.result.error = CommandResult::Error::FailedToStart;
    outcome.result.stage = CommandResult::Stage::Exec;
    outcome.result.systemError = ENOENT;
    const QJsonObject object = parsed(outcome);
    QCOMPARE(object[u"state"_qs], QJsonValue(u"failedToStart"_qs));
    QCOMPARE(object[u"stage"_qs], QJsonValue(u"exec"_qs));
    QCOMPARE(object[u"errno"_qs], QJsonValue(ENOENT));
    QCOMPARE(object[u"exitCode"_qs], QJsonValue(QJsonValue::Null));
    QCOMPARE(object[u"processId"_qs], QJsonValue(QJsonValue::Null));
    QVERIFY(!object[u"error"_qs].toString().isEmpty());
}

void ResultJsonTest::isExactAboutBytes()
{
    CommandOutcome outcome;
    outcome.argv = {"echo", "\xff"};
    outcome.result.standardOutput = QByteArray("\xff\0", 2);
    outcome.result.standardError = "text";
    const QJsonObject object = parsed(outcome, true);
    QCOMPARE(object[u"argvBase64"_qs].toArray(), (QJsonArray{u"ZWNobw=="_qs, u"/w=="_qs}));
    QCOMPARE(object[u"argv"_qs].toArray().size(), 2);
    QCOMPARE(object[u"standardOutputBase64"_qs], QJsonValue(u"/wA="_qs));
    QVERIFY(!object.contains(u"standardOutput"_qs));
    QCOMPARE(object[u"standardError"_qs], QJsonValue(u"text"_qs));
}

void ResultJsonTest::givesTheOutput()
{
    CommandOutcome outcome;
    outcome.result.standardOutput = "one\ntwo\n";
    outcome.result.standardOutputTruncated = true;
    QVERIFY(!parsed(outcome).contains(u"standardOutput"_qs));
    const QJsonObject object = parsed(outcome, true);
    QCOMPARE(object[u"standardOutput"_qs], QJsonValue(u"one\ntwo\n"_qs));
    QCOMPARE(object[u"standardError"_qs], QJsonValue(QString(u""_qs)));
    QCOMPARE(object[u"standardOutputTruncated"_qs], QJsonValue(true));
    QCOMPARE(object[u"standardErrorTruncated"_qs], QJsonValue(false));
}

void ResultJsonTest::givesLastWordsOfThoseThatFailed()
{
    CommandOutcome outcome;
    outcome.errorTail = "last words";
    QVERIFY(!parsed(outcome).contains(u"standardErrorTail"_qs));
    outcome.result.error = CommandResult::Error::NonZeroExit;
    outcome.result.exitCode = 1;
    QCOMPARE(parsed(outcome)[u"standardErrorTail"_qs], QJsonValue(u"last words"_qs));
}

void ResultJsonTest::summary()
{
    QCOMPARE(parsed(Spawn::summaryJson({{3, 0, 2, 1}, 1500ms, {}, SIGINT})),
             (QJsonObject{{u"summary"_qs,
                           QJsonObject{{u"total"_qs, 3},
                                       {u"succeeded"_qs, 2},
                                       {u"failed"_qs, 1},
                                       {u"elapsedMs"_qs, 1500},
                                       {u"helperError"_qs, QJsonValue::Null},
                                       {u"interrupted"_qs, u"SIGINT"_qs}}}}));
}

QTEST_GUILESS_MAIN(ResultJsonTest)
#include "tst_resultjson.moc"
