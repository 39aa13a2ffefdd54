// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/commandquery.h"

#include <QtTest/QtTest>

#include <cerrno>
#include <csignal>

using namespace Spawn;

class CommandQueryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void matches_data();
    void matches();
    void errors_data();
    void errors();
    void secret();
    void deep();
};

// One that ended by SIGKILL, one that waits, one that could not be executed.
static QList<CommandSnapshot> commands()
{
    CommandSnapshot killed;
    killed.id = 801;
    killed.state = CommandReply::State::Finished;
    killed.error = CommandResult::Error::Crashed;
    killed.signalNumber = SIGKILL;
    killed.processId = 5127;
    killed.priority = -5;
    killed.label = QStringLiteral("thumb");
    killed.arguments
        = {QStringLiteral("convert"), QStringLiteral("big scan.tif"), QStringLiteral("http://x")};
    CommandSnapshot waiting;
    waiting.id = 813;
    waiting.label = QStringLiteral("meta data");
    waiting.arguments = {QStringLiteral("exiftool"), QStringLiteral("-json")};
    CommandSnapshot missing;
    missing.id = 790;
    missing.state = CommandReply::State::Finished;
    missing.error = CommandResult::Error::FailedToStart;
    missing.stage = CommandResult::Stage::Exec;
    missing.systemError = ENOENT;
    missing.arguments = {QStringLiteral("no-such (1)")};
    CommandSnapshot failed;
    failed.id = 804;
    failed.state = CommandReply::State::Finished;
    failed.error = CommandResult::Error::NonZeroExit;
    failed.exitCode = 127;
    failed.label = QStringLiteral("sync");
    failed.arguments = {QStringLiteral("git"), QStringLiteral("AND")};
    return {killed, waiting, missing, failed};
}

static QList<int> found(const QString &text)
{
    const CommandQuery query = CommandQuery::parsed(text);
    QList<int> ids;
    for (const CommandSnapshot &command : commands()) {
        if (query.matches(command))
            ids += int(command.id);
    }
    return ids;
}

void CommandQueryTest::matches_data()
{
    QTest::addColumn<QList<int>>("ids");
    const QList<int> all = {801, 813, 790, 804};
    QTest::newRow("") << all;
    QTest::newRow("   ") << all;
    QTest::newRow("convert") << QList<int>{801};
    QTest::newRow("CONVERT") << QList<int>{801};
    QTest::newRow("thu") << QList<int>{801}; // a label
    QTest::newRow("convert tif") << QList<int>{801};
    QTest::newRow("convert exiftool") << QList<int>{};
    QTest::newRow("\"exiftool -json\"") << QList<int>{813}; // over two arguments
    QTest::newRow("\"http://x\"") << QList<int>{801};
    QTest::newRow("\"(1)\"") << QList<int>{790};
    QTest::newRow("\"AND\"") << QList<int>{804};
    QTest::newRow("and") << QList<int>{804}; // a word, since it is not in capitals
    QTest::newRow("state:failed") << QList<int>{801, 790, 804};
    QTest::newRow("state:signal") << QList<int>{801};
    QTest::newRow("state:not-started") << QList<int>{790};
    QTest::newRow("state:\"Not started\"") << QList<int>{790};
    QTest::newRow("State:WAITING") << QList<int>{813};
    QTest::newRow("state:finished") << QList<int>{801, 790, 804};
    QTest::newRow("exit:127") << QList<int>{804};
    QTest::newRow("signal:KILL") << QList<int>{801};
    QTest::newRow("signal:sigkill") << QList<int>{801};
    QTest::newRow("signal:9") << QList<int>{801};
    QTest::newRow("label:meta") << QList<int>{813};
    QTest::newRow("label:\"meta data\"") << QList<int>{813};
    QTest::newRow("pid:5127") << QList<int>{801};
    QTest::newRow("id:813") << QList<int>{813};
    QTest::newRow("priority:-5") << QList<int>{801};
    QTest::newRow("errno:ENOENT") << QList<int>{790};
    QTest::newRow("errno:2") << QList<int>{790};
    QTest::newRow("state:failed AND exit:127") << QList<int>{804};
    QTest::newRow("exit:127 OR signal:KILL") << QList<int>{801, 804};
    QTest::newRow("state:failed exit:127 OR id:813") << QList<int>{813, 804};
    QTest::newRow("state:failed (exit:127 OR id:813)") << QList<int>{804};
    QTest::newRow("NOT state:failed") << QList<int>{813};
    QTest::newRow("NOT NOT id:813") << QList<int>{813};
    QTest::newRow("state:failed NOT label:thumb") << QList<int>{790, 804};
    QTest::newRow("NOT (id:801 OR id:804) state:failed") << QList<int>{790};
}

void CommandQueryTest::matches()
{
    QFETCH(QList<int>, ids);
    const QString text = QString::fromUtf8(QTest::currentDataTag());
    QCOMPARE(CommandQuery::parsed(text).error(), QString());
    QCOMPARE(found(text), ids);
}

void CommandQueryTest::errors_data()
{
    QTest::addColumn<QString>("error");
    QTest::newRow("colour:red") << u"There is no field “colour”; text with a colon needs quotes"_qs;
    QTest::newRow("exit:many") << u"exit takes a number, not “many”"_qs;
    QTest::newRow("exit:") << u"Nothing stands behind “exit:”"_qs;
    QTest::newRow("signal:BLINK") << u"There is no signal “BLINK”"_qs;
    QTest::newRow("errno:ENONSENSE") << u"There is no errno “ENONSENSE”"_qs;
    QTest::newRow("a AND") << u"Nothing stands behind “AND”"_qs;
    QTest::newRow("OR a") << u"Nothing stands before “OR”"_qs;
    QTest::newRow("NOT") << u"Nothing stands behind “NOT”"_qs;
    QTest::newRow("(a") << u"A ( is not closed"_qs;
    QTest::newRow("a)") << u"A ) has no ( before it"_qs;
    QTest::newRow("()") << u"Nothing stands between ( and )"_qs;
    QTest::newRow("\"a") << u"A quote is not closed"_qs;
    QTest::newRow("label:\"a") << u"A quote is not closed"_qs;
    QTest::newRow("exit:\"a") << u"A quote is not closed"_qs;
}

void CommandQueryTest::errors()
{
    QFETCH(QString, error);
    const CommandQuery query = CommandQuery::parsed(QString::fromUtf8(QTest::currentDataTag()));
    QCOMPARE(query.error(), error);
    // It filters nothing.
    QVERIFY(query.isEmpty());
    QVERIFY(query.matches(commands().first()));
    QVERIFY(CommandQuery::parsed(QStringLiteral("state:prowling"))
                .error()
                .startsWith(u"There is no state “prowling”; there are waiting, "));
}

void CommandQueryTest::secret()
{
    CommandSnapshot command;
    command.secret = true;
    command.label = QStringLiteral("login");
    QVERIFY(CommandQuery::parsed(QStringLiteral("login")).matches(command));
    QVERIFY(!CommandQuery::parsed(QStringLiteral("hidden")).matches(command));
}

void CommandQueryTest::deep()
{
    const QString open(100'000, u'(');
    QCOMPARE(CommandQuery::parsed(open).error(), u"The parentheses are too deep"_qs);
    const QString nots = QStringLiteral("NOT ").repeated(100'000);
    QVERIFY(CommandQuery::parsed(nots + QStringLiteral("id:801")).matches(commands().first()));
}

QTEST_GUILESS_MAIN(CommandQueryTest)
#include "tst_commandquery.moc"
