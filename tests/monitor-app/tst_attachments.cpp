// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "attach/attachments.h"
#include "common/patience.h"

#include "monitor-app/syntheticapplication.h"

#include "attach/explanationband.h"
#include "attach/launchpage.h"
#include "attach/targetwatch.h"
#include "look/theme.h"
#include "window/emptypage.h"
#include "window/mainwindow.h"
#include "window/page.h"
#include "window/savedlook.h"
#include "window/trayicon.h"

#include <monitoring/monitorserver.h>
#include <spawner/asyncspawner.h>

#include <QtCore/QProcess>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSplitter>

#include <csignal>
#include <unistd.h>

using namespace Spawn;

// How applications get into the window.
class AttachmentsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void theOnlyOneIsAttached();
    void oneThatAppearsIsAttached();
    void amongTwoIsChosen();
    void aRefusalIsShown();
    void launches();
    void launchFails_data();
    void launchFails();
    void gaveUpIsNoticed();
    void lookIsRemembered();

private:
    // Those of other tests that run now do not count.
    static bool listens(AsyncSpawner &spawner, const QString &name)
    {
        auto *const server = new MonitorServer(&spawner, &spawner);
        return server->listen(name);
    }
    QString current() const
    {
        const ShownApplication *const shown = m_window->currentApplication();
        return shown ? shown->snapshot().application : QString();
    }

    // One that is being attached is there in the moment in which it is found.
    bool attachesNothing() const
    {
        return current().isEmpty()
            && m_attachments->findChildren<AttachedApplication *>().isEmpty();
    }
    TargetWatch *watch() const { return m_attachments->findChild<TargetWatch *>(); }

    QTemporaryDir m_runtime;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<Attachments> m_attachments;
};

void AttachmentsTest::initTestCase()
{
    qputenv("XDG_RUNTIME_DIR", m_runtime.path().toLocal8Bit());
}

void AttachmentsTest::init()
{
    m_theme = std::make_unique<Theme>(Theme::Choice::Light);
    m_window = std::make_unique<MainWindow>();
    m_attachments = std::make_unique<Attachments>(m_window.get());
    m_window->show();
}

void AttachmentsTest::cleanup()
{
    m_attachments.reset();
    m_window.reset();
    m_theme.reset();
}

void AttachmentsTest::theOnlyOneIsAttached()
{
    AsyncSpawner spawner;
    QVERIFY(listens(spawner, u"first"_qs));
    m_attachments->start();
    QTRY_COMPARE_WITH_TIMEOUT(current(), u"first"_qs, Patience);
    QVERIFY(!m_attachments->sheet());
    // What is detached stays so, however often it is found.
    QSignalSpy found(watch(), &TargetWatch::found);
    m_window->detach(m_window->currentApplication());
    for (int scan = 1; scan <= 3; ++scan) {
        QTRY_VERIFY_WITH_TIMEOUT(found.size() >= scan, Patience);
        QVERIFY(!found.at(scan - 1).at(0).value<QList<MonitorTarget>>().isEmpty());
        QVERIFY(attachesNothing());
    }
}

void AttachmentsTest::oneThatAppearsIsAttached()
{
    QSignalSpy found(watch(), &TargetWatch::found);
    m_attachments->start();
    QTRY_VERIFY_WITH_TIMEOUT(!found.isEmpty(), Patience);
    QVERIFY(attachesNothing());
    AsyncSpawner spawner;
    QVERIFY(listens(spawner, u"late"_qs));
    QTRY_COMPARE_WITH_TIMEOUT(current(), u"late"_qs, Patience);
}

void AttachmentsTest::amongTwoIsChosen()
{
    AsyncSpawner one;
    AsyncSpawner two;
    QVERIFY(listens(one, u"one"_qs));
    QVERIFY(listens(two, u"two"_qs));
    QSignalSpy found(watch(), &TargetWatch::found);
    m_attachments->start();
    const auto names = [&found] {
        QStringList result;
        for (const MonitorTarget &target : found.last().at(0).value<QList<MonitorTarget>>())
            result += target.name;
        return result;
    };
    QTRY_VERIFY_WITH_TIMEOUT(!found.isEmpty(), Patience);
    QVERIFY(names().contains(u"one"_qs) && names().contains(u"two"_qs));
    QVERIFY(attachesNothing());
    m_window->attachRequested();
    QVERIFY(m_attachments->sheet());
    QTest::keyClick(m_attachments->sheet(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(current(), u"one"_qs, Patience);
    QTRY_VERIFY(!m_attachments->sheet());
    // Once more: it is shown, and not attached twice.
    for (const MonitorTarget &target : MonitorClient::targets()) {
        if (!target.socket.isEmpty())
            m_attachments->attach(target, AttachedApplication::Access::ReadOnly);
    }
    QTRY_COMPARE_WITH_TIMEOUT(current(), u"two"_qs, Patience);
    QCOMPARE(m_window->findChildren<ShownApplication *>().size(), 2);
    QVERIFY(!m_window->currentApplication()->isControlAllowed());
}

void AttachmentsTest::aRefusalIsShown()
{
    MonitorTarget target;
    target.name = u"nobody"_qs;
    target.socket = m_runtime.filePath(u"nobody.socket"_qs);
    QSignalSpy refused(m_attachments.get(), &Attachments::refused);
    m_attachments->attach(target, AttachedApplication::Access::AsAllowed);
    QTRY_COMPARE_WITH_TIMEOUT(refused.size(), 1, Patience); // maybe at once
    QVERIFY(m_attachments->sheet());
    QCOMPARE(current(), QString());
}

void AttachmentsTest::launches()
{
    m_attachments->start();
    auto *const empty = m_window->findChild<EmptyPage *>();
    Q_EMIT empty->launchRequested();
    QVERIFY(m_attachments->sheet());
    // A shell between, as a script that starts an application.
    m_attachments->sheet()->launchRequested(
        {u"sh"_qs, u"-c"_qs,
         QStringLiteral("'%1' /usr/share/doc & wait").arg(QStringLiteral(PHOTOINDEXER))},
        {});
    QTRY_COMPARE_WITH_TIMEOUT(current(), u"photoindexer"_qs, Patience);
    QTRY_VERIFY(!m_attachments->sheet());
    const qint64 process = m_window->currentApplication()->snapshot().processId;
    QVERIFY(process > 1 && process != getpid());
    QCOMPARE(::kill(pid_t(process), SIGTERM), 0);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->currentApplication()->isCutOff(), Patience);
}

void AttachmentsTest::launchFails_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no such program")
        << QStringList{u"/nowhere/x"_qs} << QString() << u"There is no file /nowhere/x."_qs;
    QTest::newRow("not in the path") << QStringList{u"not-installed"_qs} << QString()
                                     << u"not-installed is in none of the folders of PATH."_qs;
    QTest::newRow("no program") << QStringList{u"/etc/passwd"_qs} << QString()
                                << u"/etc/passwd is not executable."_qs;
    QTest::newRow("no folder") << QStringList{u"true"_qs} << u"/nowhere"_qs
                               << u"There is no folder /nowhere."_qs;
    QTest::newRow("no spawner") << QStringList{u"true"_qs} << QString()
                                << u"true has ended before it made a spawner."_qs;
}

void AttachmentsTest::launchFails()
{
    QFETCH(QStringList, words);
    QFETCH(QString, folder);
    QFETCH(QString, reason);
    m_attachments->showSheet(AttachDialog::LaunchTab);
    const auto *const band = m_attachments->sheet()->launching()->findChild<ExplanationBand *>();
    Q_EMIT m_attachments->sheet()->launchRequested(words, folder);
    QTRY_COMPARE_WITH_TIMEOUT(band->situation(), reason, Patience);
}

void AttachmentsTest::gaveUpIsNoticed()
{
    SyntheticApplication source;
    source.fill();
    TrayIcon tray(m_window.get());
    QSignalSpy noticed(&tray, &TrayIcon::noticed);
    tray.watch(&source);
    Q_EMIT source.changed({});
    QCOMPARE(noticed.size(), 0);
    source.value.helper.state = AsyncSpawner::State::Failed;
    source.value.failure.text = u"It ended too often."_qs;
    Q_EMIT source.changed({});
    Q_EMIT source.changed({});
    QCOMPARE(noticed.size(), 1);
    QCOMPARE(
        noticed.first(),
        QVariantList({u"photoindexer: the helper has given up"_qs, u"It ended too often."_qs}));
    Q_EMIT source.disconnected(u"The application has ended."_qs);
    QCOMPARE(noticed.last(),
             QVariantList({u"photoindexer is cut off"_qs, u"The application has ended."_qs}));
}

void AttachmentsTest::lookIsRemembered()
{
    QSettings settings(m_runtime.filePath(u"look.conf"_qs), QSettings::IniFormat);
    auto *const source = new SyntheticApplication;
    source->fill();
    m_window->attach(source, [] { return SyntheticApplication::now(); });
    m_window->resize(1100, 700);
    m_window->setCurrentPage(m_window->pages().at(1));
    QCoreApplication::processEvents();
    auto *const frame = m_window->centralWidget()->findChild<QSplitter *>();
    frame->setSizes({280, 820});
    auto *const details = m_window->pages().at(1)->findChild<QSplitter *>();
    details->setSizes({400, 250});
    const QList<int> sizes = details->sizes();
    m_theme->setChoice(Theme::Choice::Dark);
    saveLook(*m_window, *m_theme, settings);

    cleanup();
    init();
    restoreLook(*m_window, *m_theme, settings);
    QCOMPARE(m_theme->choice(), Theme::Choice::Dark);
    QCOMPARE(m_window->size(), QSize(1100, 700));
    QCOMPARE(m_window->centralWidget()->findChild<QSplitter *>()->sizes().first(), 280);
    auto *const again = new SyntheticApplication;
    again->fill();
    m_window->attach(again, [] { return SyntheticApplication::now(); });
    m_window->setCurrentPage(m_window->pages().at(1));
    QCoreApplication::processEvents();
    QCOMPARE(m_window->pages().at(1)->findChild<QSplitter *>()->sizes(), sizes);
}

QTEST_MAIN(AttachmentsTest)
#include "tst_attachments.moc"
