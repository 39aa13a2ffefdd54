// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/mainwindow.h"

#include "monitor-app/syntheticapplication.h"

#include "look/theme.h"
#include "models/cellrole.h"
#include "widgets/rowtable.h"
#include "window/page.h"

#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLineEdit>

using namespace Spawn;

class MainWindowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void keys();
    void filterAndEscape();
    void pauseHoldsBack();
    void selectionSurvives();
    void cutOffStands();
    void detaches();

private:
    SyntheticApplication *attach();
    RowTable *restarts() const { return m_window->pages().at(2)->findChild<RowTable *>(); }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
};

void MainWindowTest::init()
{
    m_theme = std::make_unique<Theme>(Theme::Choice::Light);
    m_window = std::make_unique<MainWindow>();
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void MainWindowTest::cleanup()
{
    m_window.reset();
    m_theme.reset();
}

SyntheticApplication *MainWindowTest::attach()
{
    auto *const source = new SyntheticApplication;
    source->fill();
    m_window->attach(source, [] { return SyntheticApplication::now(); });
    return source;
}

void MainWindowTest::keys()
{
    QSignalSpy attaching(m_window.get(), &MainWindow::attachRequested);
    QTest::keyClick(m_window.get(), Qt::Key_O, Qt::ControlModifier);
    QCOMPARE(attaching.size(), 1);
    attach();
    QTest::keyClick(m_window.get(), Qt::Key_2);
    QCOMPARE(m_window->currentPage(), m_window->pages().at(1));
    QTest::keyClick(m_window.get(), Qt::Key_1);
    QCOMPARE(m_window->currentPage(), m_window->pages().at(0));
    QTest::keyClick(m_window.get(), Qt::Key_D, Qt::ControlModifier);
    QVERIFY(m_theme->isDark());
    QCOMPARE(QApplication::palette().color(QPalette::Window), look()[Shade::Canvas]);
}

void MainWindowTest::filterAndEscape()
{
    attach();
    QTest::keyClick(m_window.get(), Qt::Key_3);
    QCOMPARE(restarts()->model()->rowCount(), 7);
    QTest::keyClick(m_window.get(), Qt::Key_Slash);
    auto *const field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(field);
    // A letter and a digit are text here, and no keys of the window.
    QTest::keyClicks(field, QStringLiteral("p1"));
    QCOMPARE(field->text(), u"p1"_qs);
    QVERIFY(!m_window->currentApplication()->isPaused());
    field->setText(QStringLiteral("code 70"));
    QCOMPARE(restarts()->model()->rowCount(), 2);
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QCOMPARE(restarts()->model()->rowCount(), 7);
}

void MainWindowTest::pauseHoldsBack()
{
    SyntheticApplication *const source = attach();
    ShownApplication *const shown = m_window->currentApplication();
    QTest::keyClick(m_window.get(), Qt::Key_P);
    QVERIFY(shown->isPaused());
    source->value.queue.waiting = 99;
    Q_EMIT source->changed({813, 814});
    QCOMPARE(shown->heldBack(), 2);
    QCOMPARE(shown->snapshot().queue.waiting, 37);
    QTest::keyClick(m_window.get(), Qt::Key_P);
    QCOMPARE(shown->snapshot().queue.waiting, 99);
    QCOMPARE(shown->heldBack(), 0);
}

void MainWindowTest::selectionSurvives()
{
    SyntheticApplication *const source = attach();
    restarts()->selectRow(2);
    const auto selected = [this] {
        return restarts()->selectionModel()->selectedRows().value(0).data(IdRole).toULongLong();
    };
    QCOMPARE(selected(), 5ULL);
    source->value.restarts += SyntheticApplication::restart(
        8, SyntheticApplication::now(), 4377, HelperExit::Reason::Exited, 170'000, 0, 0);
    Q_EMIT source->changed({});
    QTRY_COMPARE(restarts()->model()->rowCount(), 8);
    QCOMPARE(selected(), 5ULL);
    QCOMPARE(m_window->pages().at(2)->count(), std::optional<int>(8));
}

void MainWindowTest::cutOffStands()
{
    SyntheticApplication *const source = attach();
    ShownApplication *const shown = m_window->currentApplication();
    Q_EMIT source->disconnected(QStringLiteral("the application has ended"));
    QVERIFY(shown->isCutOff());
    source->value.queue.waiting = 99;
    Q_EMIT source->changed({});
    QTest::keyClick(m_window.get(), Qt::Key_P); // there is nothing left to pause
    QVERIFY(!shown->isPaused());
    QCOMPARE(shown->snapshot().queue.waiting, 37);
}

void MainWindowTest::detaches()
{
    const QPointer<SyntheticApplication> first = attach();
    const QPointer<SyntheticApplication> second = attach();
    ShownApplication *const shown = m_window->currentApplication();
    QTest::keyClick(m_window.get(), Qt::Key_Tab, Qt::ControlModifier);
    QVERIFY(m_window->currentApplication() != shown);
    QSignalSpy detached(m_window.get(), &MainWindow::detached);
    QTest::keyClick(m_window.get(), Qt::Key_W, Qt::ControlModifier);
    QVERIFY(!first);
    QCOMPARE(m_window->currentApplication(), shown);
    QTest::keyClick(m_window.get(), Qt::Key_W, Qt::ControlModifier);
    QVERIFY(!second);
    QVERIFY(!m_window->currentApplication());
    QCOMPARE(detached.size(), 2);
}

QTEST_MAIN(MainWindowTest)
#include "tst_mainwindow.moc"
