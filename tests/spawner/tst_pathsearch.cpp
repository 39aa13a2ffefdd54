// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/programfolder.h"
#include "common/spawnerfixture.h"

#include <QtTest/QTest>

#include <cerrno>

using namespace Qt::StringLiterals;
using namespace Spawn;
using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

// Where a program without a slash is found.
class PathSearchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void f52_found_data();
    void f52_found();
    void f52_notFound_data();
    void f52_notFound();
    void f52_pathOfTheCommandAndNotOfTheApplication();
    void f52_pathOfTheApplicationAtSubmit();
    void f52_withoutPath();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    CommandResult runIn(const QByteArray &path);

    SpawnerFixture m_fixture;
    ProgramFolder m_folder;
};

// "@" is the test's folder.
static QByteArray expanded(QByteArray path, const QByteArray &folder)
{
    return path.replace('@', folder);
}

CommandResult PathSearchTest::runIn(const QByteArray &path)
{
    Command command({u"wanted"_s});
    command.setEnvironmentBytes({"PATH=" + expanded(path, m_folder.bytes())});
    command.setWorkingDirectory(m_folder.path(u"good"_s));
    return runCommand(spawner(), command);
}

void PathSearchTest::initTestCase()
{
    for (const QString &name : {u"good"_s, u"other"_s, u"denied"_s, u"loop"_s, u"folder"_s,
                                u"folder/wanted"_s, u"none"_s, u"text"_s, u"interpreter"_s})
        QVERIFY(m_folder.makeFolder(name));
    QVERIFY(m_folder.writeScript(u"good/wanted"_s, "echo good"));
    QVERIFY(m_folder.writeScript(u"other/wanted"_s, "echo other"));
    QVERIFY(m_folder.writeScript(u"denied/wanted"_s, "echo denied", 0644));
    QVERIFY(m_folder.link("wanted", u"loop/wanted"_s));
    QVERIFY(m_folder.write(u"text/wanted"_s, "echo text\n"));
    QVERIFY(m_folder.write(u"interpreter/wanted"_s, "#!/no/such/interpreter\n"));
    QVERIFY(m_folder.write(u"file"_s, "x"));
}

void PathSearchTest::f52_found_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("output");

    const auto row = [](const char *name, const QByteArray &path, const QByteArray &output) {
        QTest::newRow(name) << path << output;
    };
    row("the only one", "@/good", "good\n");
    row("the first of two", "@/other:@/good", "other\n");
    row("behind one that has none", "@/none:@/good", "good\n");
    row("behind one that does not exist", "@/missing:@/good", "good\n");
    row("behind one that may not be executed", "@/denied:@/good", "good\n");
    row("behind a folder of that name", "@/folder:@/good", "good\n");
    row("behind a file", "@/file:@/good", "good\n");
    row("behind a loop", "@/loop:@/good", "good\n");
    row("behind one with a missing interpreter", "@/interpreter:@/good", "good\n");
    row("behind an entry that is too long", QByteArray(5000, 'x') + ":@/good", "good\n");
    row("behind a name that is too long", '/' + QByteArray(300, 'x') + ":@/good", "good\n");
    row("with a slash at its end", "@/good/", "good\n");
    row("an empty entry is the current directory", ":@/other", "good\n");
    row("an empty entry at the end", "@/none:", "good\n");
    row("two colons", "@/none::@/other", "good\n");
    row("an empty PATH is the current directory", "", "good\n");
    row("a relative entry", "../other", "other\n");
}

void PathSearchTest::f52_found()
{
    QFETCH(QByteArray, path);
    const CommandResult result = runIn(path);
    QVERIFY2(result.isSuccess(), qPrintable(result.errorString()));
    QTEST(result.standardOutput, "output");
}

void PathSearchTest::f52_notFound_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("systemError");

    const auto row = [](const char *name, const QByteArray &path, int systemError) {
        QTest::newRow(name) << path << systemError;
    };
    row("nowhere", "@/none:@/missing", ENOENT);
    row("no permission is remembered", "@/denied:@/none", EACCES);
    row("a folder of that name", "@/folder:@/none", EACCES);
    row("no permission counts more than a loop", "@/denied:@/loop", EACCES);
    row("not a program ends the search", "@/text:@/good", ENOEXEC);
    row("a missing interpreter", "@/interpreter", ENOENT);
}

void PathSearchTest::f52_notFound()
{
    QFETCH(QByteArray, path);
    const CommandResult result = runIn(path);
    QCOMPARE(result.error, Error::FailedToStart);
    QCOMPARE(result.stage, Stage::Exec);
    QTEST(result.systemError, "systemError");
    QCOMPARE(result.standardOutput, "");
    QVERIFY2(result.errorString().contains("\"wanted\""_L1), qPrintable(result.errorString()));
}

void PathSearchTest::f52_pathOfTheCommandAndNotOfTheApplication()
{
    const QByteArray before = qgetenv("PATH");
    const auto cleanUp = qScopeGuard([&before] { qputenv("PATH", before); });
    qputenv("PATH", m_folder.bytes(u"other"_s));
    QCOMPARE(runIn("@/good").standardOutput, "good\n");
    QCOMPARE(runIn("@/none").systemError, ENOENT);
}

void PathSearchTest::f52_pathOfTheApplicationAtSubmit()
{
    const QByteArray before = qgetenv("PATH");
    const auto cleanUp = qScopeGuard([&before] { qputenv("PATH", before); });
    qputenv("PATH", m_folder.bytes(u"other"_s));
    CommandSpy inherits(spawner().aspawn({u"wanted"_s}));
    qputenv("PATH", m_folder.bytes(u"good"_s));
    QVERIFY(inherits.waitForGone());
    QCOMPARE(inherits.result().standardOutput, "other\n");
}

void PathSearchTest::f52_withoutPath()
{
    Command system({u"echo"_s, u"found"_s});
    system.setEnvironmentBytes({});
    QCOMPARE(runCommand(spawner(), system).standardOutput, "found\n");
    // The current directory is not among the places then.
    Command here({u"wanted"_s});
    here.setEnvironmentBytes({"PATHS=x"});
    here.setWorkingDirectory(m_folder.path(u"good"_s));
    QCOMPARE(runCommand(spawner(), here).systemError, ENOENT);
    // Of two the first counts, as for getenv().
    Command twice({u"wanted"_s});
    twice.setEnvironmentBytes(
        {"PATH=" + m_folder.bytes(u"other"_s), "PATH=" + m_folder.bytes(u"good"_s)});
    QCOMPARE(runCommand(spawner(), twice).standardOutput, "other\n");
}

QTEST_GUILESS_MAIN(PathSearchTest)
#include "tst_pathsearch.moc"
