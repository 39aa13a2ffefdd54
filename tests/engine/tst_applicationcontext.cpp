// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/applicationcontext.h"

#include "common/infork.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Spawn;
using namespace Qt::StringLiterals;

using Change = void (*)();

// What changes belongs to the process, so each is tried in a copy of it.
class TestApplicationContext final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void staysTheSameWhileNothingChanges();
    void takesWhatIsAtTheMoment();
    void noticesAChange_data();
    void noticesAChange();
    void readsTheUmaskBehindAHostileName();
    void leavesTheUmaskAlone();
    void keepsADeletedDirectory();
    void keepsADirectoryOfAnyName();
    void looksOnceInABatch();
    void followsTheEnvironmentInABatch();
};

Q_DECLARE_METATYPE(Change)

// As the first of a batch.
static std::shared_ptr<const ApplicationContext> sample(ApplicationContextSource &source)
{
    source.endBatch();
    return source.context(QByteArray("HOME=/", 7));
}

void TestApplicationContext::staysTheSameWhileNothingChanges()
{
    ApplicationContextSource source;
    const auto first = sample(source);
    QVERIFY(first != nullptr);
    // For as long as it certainly looks again.
    const QDeadlineTimer enough(5);
    while (!enough.hasExpired())
        QCOMPARE(sample(source).get(), first.get());
}

void TestApplicationContext::takesWhatIsAtTheMoment()
{
    QCOMPARE(inFork([]() -> QByteArray {
                 const rlimit limit{33, 44};
                 if (chdir("/usr") != 0 || setrlimit(RLIMIT_NOFILE, &limit) != 0
                     || setpriority(PRIO_PROCESS, 0, 3) != 0)
                     return "cannot be set";
                 umask(0137);
                 ApplicationContextSource source;
                 const auto context = sample(source);
                 if (context->directory != "/usr" || context->directoryDescriptor)
                     return "directory " + context->directory;
                 if (context->umask != 0137)
                     return "umask " + QByteArray::number(context->umask, 8);
                 if (context->niceLevel != 3)
                     return "nice level " + QByteArray::number(context->niceLevel);
                 if (context->limits.size() != RLIM_NLIMITS)
                     return "number of limits";
                 for (const Wire::ResourceLimit &known : context->limits) {
                     rlimit now{};
                     getrlimit(static_cast<__rlimit_resource_t>(known.resource), &now);
                     if (known.soft != now.rlim_cur || known.hard != now.rlim_max)
                         return "limit " + QByteArray::number(known.resource);
                 }
                 return {};
             }),
             QByteArray());
}

void TestApplicationContext::noticesAChange_data()
{
    QTest::addColumn<Change>("change");
    QTest::newRow("umask") << Change([] { umask(umask(0) ^ 0070); });
    QTest::newRow("nice level") << Change([] { (void)!nice(1); });
    QTest::newRow("directory") << Change([] { (void)!chdir("/usr"); });
    QTest::newRow("soft limit") << Change([] {
        rlimit limit{};
        getrlimit(RLIMIT_NOFILE, &limit);
        --limit.rlim_cur;
        setrlimit(RLIMIT_NOFILE, &limit);
    });
    QTest::newRow("hard limit") << Change([] {
        rlimit limit{};
        getrlimit(RLIMIT_CORE, &limit);
        limit = {0, limit.rlim_max == 0 ? 0 : limit.rlim_max - 1};
        setrlimit(RLIMIT_CORE, &limit);
    });
}

void TestApplicationContext::noticesAChange()
{
    QFETCH(Change, change);
    QCOMPARE(inFork([change]() -> QByteArray {
                 ApplicationContextSource source;
                 const auto before = sample(source);
                 change();
                 const QDeadlineTimer patience(10000);
                 auto after = sample(source);
                 while (*before == *after && !patience.hasExpired())
                     after = sample(source);
                 return *before == *after ? "not noticed" : "";
             }),
             QByteArray());
}

// The name stands before it in the file, and is anybody's choice.
void TestApplicationContext::readsTheUmaskBehindAHostileName()
{
    QCOMPARE(inFork([]() -> QByteArray {
                 umask(0123);
                 for (const char *const name : {"\nUmask:\t0777", "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n",
                                                "\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\", ""}) {
                     prctl(PR_SET_NAME, name);
                     ApplicationContextSource source;
                     if (sample(source)->umask != 0123)
                         return "with the name " + QByteArray(name).toPercentEncoding();
                 }
                 return {};
             }),
             QByteArray());
}

void TestApplicationContext::leavesTheUmaskAlone()
{
    const mode_t before = umask(0);
    umask(before);
    ApplicationContextSource source;
    QCOMPARE(sample(source)->umask, before);
    const mode_t after = umask(0);
    umask(after);
    QCOMPARE(after, before);
}

void TestApplicationContext::keepsADeletedDirectory()
{
    QTemporaryDir folder;
    const QByteArray path = QFile::encodeName(folder.path() + u"/gone"_s);
    QCOMPARE(mkdir(path.constData(), 0700), 0);
    struct stat wanted
    {
    };
    QCOMPARE(stat(path.constData(), &wanted), 0);
    QCOMPARE(inFork([&]() -> QByteArray {
                 if (chdir(path.constData()) != 0 || rmdir(path.constData()) != 0)
                     return "cannot be removed";
                 ApplicationContextSource source;
                 const auto context = sample(source);
                 if (!context->directory.isEmpty())
                     return "a directory that is not there: " + context->directory;
                 struct stat status
                 {
                 };
                 if (!context->directoryDescriptor
                     || fstat(context->directoryDescriptor->get(), &status) != 0)
                     return "no descriptor";
                 if ((fcntl(context->directoryDescriptor->get(), F_GETFD) & FD_CLOEXEC) == 0)
                     return "children inherit the descriptor";
                 return status.st_ino == wanted.st_ino && status.st_dev == wanted.st_dev
                     ? ""
                     : "another directory";
             }),
             QByteArray());
}

void TestApplicationContext::keepsADirectoryOfAnyName()
{
    QTemporaryDir folder;
    // Not UTF-8, and as the kernel writes one that was deleted.
    const QByteArray path = QFile::encodeName(folder.path()) + "/\xff\n (deleted)";
    QCOMPARE(mkdir(path.constData(), 0700), 0);
    QCOMPARE(inFork([&]() -> QByteArray {
                 if (chdir(path.constData()) != 0)
                     return "cannot be entered";
                 ApplicationContextSource source;
                 return sample(source)->directory == path ? "" : "another one";
             }),
             QByteArray());
    rmdir(path.constData());
}

void TestApplicationContext::looksOnceInABatch()
{
    QCOMPARE(inFork([]() -> QByteArray {
                 ApplicationContextSource source;
                 const auto first = sample(source);
                 umask(first->umask ^ 07);
                 if (source.context(first->environment) != first || source.context({}) != first)
                     return "looked again";
                 source.endBatch();
                 return source.context(first->environment) == first ? "did not look" : "";
             }),
             QByteArray());
}

void TestApplicationContext::followsTheEnvironmentInABatch()
{
    ApplicationContextSource source;
    const QByteArray first("A=1\0B=2\0", 8);
    const QByteArray second("A=2\0", 4);
    const auto context = source.context(first);
    QCOMPARE(context->environment, first);
    QCOMPARE(source.context(QByteArray(first.constData(), first.size())), context); // equal bytes
    const auto other = source.context(second);
    QCOMPARE(other->environment, second);
    QCOMPARE(other->directory, context->directory);
    QCOMPARE(source.context(QByteArray("")).get()->environment, QByteArray(""));
    source.endBatch();
    // A command that brings its own leaves it alone.
    QCOMPARE(source.context({})->environment, QByteArray(""));
}

QTEST_GUILESS_MAIN(TestApplicationContext)
#include "tst_applicationcontext.moc"
